/**
 * YouTube: Google's endpoints, clients, tokens and knobs, with an API of its own that tells which channel a token speaks for.
 * Rules come from {@code providers.md} section 2; javadoc names the field (1 to 16) of that section where a rule is odd.
 */
@NullMarked
package dev.concierge.sandbox.youtube;

import org.jspecify.annotations.NullMarked;
