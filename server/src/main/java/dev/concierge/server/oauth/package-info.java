/**
 * The protocol (RFC 6749, 7636, 7009, 9207, OpenID Connect Core): requests, answers and their sealed outcomes. Messages and ID tokens are built,
 * parsed and checked by the Nimbus SDK, the transport is {@code outbound} alone. No SQL; nothing here remembers a token.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "encryption", "outbound", "catalog"})
package dev.concierge.server.oauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
