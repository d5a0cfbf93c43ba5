/**
 * Microsoft Entra v2 and as much of Graph as tells who somebody is: tenants, sign-in, OAuth with its kept old refresh tokens.
 * Rules come from {@code providers.md} section 3; javadoc names the field (1 to 16) of that section where a rule is odd, and
 * the README lists which of them nobody has confirmed.
 */
@NullMarked
package dev.concierge.sandbox.microsoft;

import org.jspecify.annotations.NullMarked;
