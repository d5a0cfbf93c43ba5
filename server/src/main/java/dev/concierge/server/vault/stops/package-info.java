/**
 * Emergency stops: the order, after a breach, that no token of a provider, a registration, an account or of all may be used any more. Owns the table
 * {@code emergency_stops}, which {@code vault} looks at with each grant that it reads; what becomes of each connection is the business of
 * {@code integrations}.
 */
@NullMarked
@NamedInterface("stops")
package dev.concierge.server.vault.stops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
