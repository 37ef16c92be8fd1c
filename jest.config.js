export default {
  testMatch: ["<rootDir>/dist/test/**/*.test.js"],
  transform: {},
  testTimeout: 60_000,
};
