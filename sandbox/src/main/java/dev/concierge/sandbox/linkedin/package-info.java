/**
 * LinkedIn as far as Concierge talks to it: the three-legged flow, Sign In with LinkedIn, refresh for partners. Rules come from
 * {@code providers.md} section 7; javadoc names the field (1 to 16) of that section where a rule is odd.
 */
@NullMarked
package dev.concierge.sandbox.linkedin;

import org.jspecify.annotations.NullMarked;
