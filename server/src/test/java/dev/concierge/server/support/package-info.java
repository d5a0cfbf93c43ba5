/** What tests share: a real PostgreSQL with a fresh database for each test class, a clock that tests move, servers and the sandbox. */
@NullMarked
package dev.concierge.server.support;

import org.jspecify.annotations.NullMarked;
