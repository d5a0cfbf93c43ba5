/**
 * X (its id is {@code twitter}) as far as Concierge talks to it: OAuth 2.0 of the API v2 and who the person is. Rules come from
 * {@code providers.md} section 5; javadoc names the field (1 to 16) of that section where a rule is odd.
 */
@NullMarked
package dev.concierge.sandbox.twitter;

import org.jspecify.annotations.NullMarked;
