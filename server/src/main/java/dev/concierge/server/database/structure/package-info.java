/**
 * What a database is made of, by name: its fingerprint, and how two of them differ ({@code db fingerprint}, {@code db diff}; {@code docs/database.md}). Reads the
 * catalog of PostgreSQL and the tables that the product fills itself; owns no table and no personal data.
 */
@NullMarked
@NamedInterface("structure")
package dev.concierge.server.database.structure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
