/** The oldest PostgreSQL whose catalogs are read. */
export const OLDEST_MAJOR = 12;

/** The newest PostgreSQL that is known. A newer server is read all the same. */
export const NEWEST_MAJOR = 18;
