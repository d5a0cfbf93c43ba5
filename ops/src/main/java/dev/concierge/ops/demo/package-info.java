/** {@code demo}: PostgreSQL, the provider sandbox and the server on one machine, from nothing to a sign-in page. */
@NullMarked
package dev.concierge.ops.demo;

import org.jspecify.annotations.NullMarked;
