/**
 * The protocol (RFC 6749, 7636, 7009, 9207, OpenID Connect Core): requests, answers and their sealed outcomes. No SQL.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "encryption", "outbound", "catalog"})
package dev.concierge.server.oauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
