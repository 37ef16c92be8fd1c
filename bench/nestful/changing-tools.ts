import type { EffectsProfile } from "../../src/index.js";
import { readsWorld, type EffectOf } from "../../src/testing/true-effects.js";

/**
 * The tools of the data that really change something, by their descriptions (`GetRide` books one), and not by the rules of the
 * compiler: the oracle must not learn from it what is right.
 */
const changing: ReadonlySet<string> = new Set([
  "Buses.BuyBusTicket",
  "Events.BuyEventTickets",
  "Flights.ReserveRoundtripFlights",
  "Homes.ScheduleVisit",
  "Hotels.BookHouse",
  "Hotels.ReserveHotel",
  "Media.PlayMovie",
  "Movies.BuyMovieTickets",
  "Music.PlaySong",
  "RentalCars.ReserveCar",
  "Restaurants.ReserveRestaurant",
  "RideSharing.GetRide",
  "Services_Dentist.BookAppointment",
  "Services_Medical.BookAppointment",
  "Services_Salon.BookAppointment",
]);

/** What the tools do as far as the program under a profile must care: `data-only` is the user's word that none disturbs another. */
export function trueEffects(profile: EffectsProfile): EffectOf {
  if (profile === "data-only") return () => ({ kind: "pure" });
  return ({ tool }) => (changing.has(tool) ? { kind: "writes" } : readsWorld);
}
