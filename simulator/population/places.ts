/** Where the company works: a city for team names and the zone its people live in. */
export interface Place {
  readonly city: string;
  /** IANA time zone. */
  readonly zone: string;
}

/** Offices of six continents, with half-hour zones, both sides of the date line and UTC+14. */
export const PLACES: readonly Place[] = [
  { city: "Madrid", zone: "Europe/Madrid" },
  { city: "London", zone: "Europe/London" },
  { city: "Berlin", zone: "Europe/Berlin" },
  { city: "Warsaw", zone: "Europe/Warsaw" },
  { city: "Lisbon", zone: "Europe/Lisbon" },
  { city: "New York", zone: "America/New_York" },
  { city: "Denver", zone: "America/Denver" },
  { city: "San Francisco", zone: "America/Los_Angeles" },
  { city: "Mexico City", zone: "America/Mexico_City" },
  { city: "São Paulo", zone: "America/Sao_Paulo" },
  { city: "Santiago", zone: "America/Santiago" },
  { city: "Lagos", zone: "Africa/Lagos" },
  { city: "Nairobi", zone: "Africa/Nairobi" },
  { city: "Johannesburg", zone: "Africa/Johannesburg" },
  { city: "Dubai", zone: "Asia/Dubai" },
  { city: "Mumbai", zone: "Asia/Kolkata" },
  { city: "Kathmandu", zone: "Asia/Kathmandu" },
  { city: "Singapore", zone: "Asia/Singapore" },
  { city: "Hồ Chí Minh City", zone: "Asia/Ho_Chi_Minh" },
  { city: "Shanghai", zone: "Asia/Shanghai" },
  { city: "Tokyo", zone: "Asia/Tokyo" },
  { city: "Sydney", zone: "Australia/Sydney" },
  { city: "Adelaide", zone: "Australia/Adelaide" },
  { city: "Auckland", zone: "Pacific/Auckland" },
  { city: "Honolulu", zone: "Pacific/Honolulu" },
  { city: "Kiritimati", zone: "Pacific/Kiritimati" },
];
