// module.exports = { setLanguage(l) {…}, async main() {…} }: same
const { callTool } = require("parcall/runtime");
let language = "en";
module.exports = {
  setLanguage(l) { language = l; },
  async main() {
    const a = await callTool("get_user", language);
    const b = await callTool("get_team", language);
    return [a, b];
  },
};
