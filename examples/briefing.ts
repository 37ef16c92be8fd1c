import { callTool } from "parcall/runtime";

/** Prepares an account manager for a meeting with a customer. */
export async function briefing(customerId: string, company: string, city: string) {
  console.log("Collecting facts");
  const customer = await callTool("get_customer", customerId);
  console.log("Reading orders");
  const orders = await callTool("list_orders", customerId);
  const open = orders.filter((order: { paid: boolean }) => !order.paid);

  // What the press says about them
  const news = await callTool("search_news", company, { days: 30 });
  const mood = await callTool("classify_sentiment", news.join("\n"));

  const { temperature = 0, sky } = await callTool("weather", city);
  const rate = await callTool("get_exchange_rate", customer.currency);
  const outline = await callTool("summarize", `${customer.name}: ${open.length} open orders, ${mood}`);

  // The only call that changes something: it waits for all the others.
  await callTool("send_email", `${outline}\n${temperature}°, ${sky}\n${rate}`, { to: customer.manager });
  return { customer, open, mood };
}
