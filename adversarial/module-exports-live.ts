// module.exports = { setLanguage, main } (CommonJS): as exported function, but batched
const { callTool } = require("parcall/runtime");
let language = "en";
function setLanguage(l) { language = l; }
async function main() {
  const a = await callTool("get_user", language);
  const b = await callTool("get_team", language);
  return [a, b];
}
module.exports = { setLanguage, main };
