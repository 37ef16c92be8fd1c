/** Copies a list to the archive and tells who is on it. */
export async function archive(client: any, folder: string) {
  const list = await client.callTool({ name: "read_text_file", arguments: { path: `${folder}/list.txt` } });
  const people = await client.callTool({ name: "search_people", arguments: { list } });
  await client.callTool({ name: "copy_file", arguments: { from: "list.txt", to: "archive/list.txt" } });
  return people;
}
