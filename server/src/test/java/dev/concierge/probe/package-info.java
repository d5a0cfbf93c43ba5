/** Endpoints that only tests of the web room have. Outside of the server's packages, so that no real server finds them. */
@NullMarked
package dev.concierge.probe;

import org.jspecify.annotations.NullMarked;
