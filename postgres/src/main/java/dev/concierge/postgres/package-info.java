/**
 * A real PostgreSQL 18 inside the program: unpacks the binaries, makes the cluster, starts, adopts and stops the server.
 *
 * <p>Durable (fsync on) unless a test asks for speed, scram passwords only, loopback only, no socket files. The server runs
 * without root's identity even when the program runs as root. Used by {@code ops}, {@code bench} and tests; it is no part of the
 * server's jar, which talks to any PostgreSQL 15 or newer.
 */
@NullMarked
package dev.concierge.postgres;

import org.jspecify.annotations.NullMarked;
