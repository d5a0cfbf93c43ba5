/**
 * GitHub as far as Concierge talks to it: OAuth apps and user tokens of GitHub Apps, the profile, the end of a grant. Rules
 * come from {@code providers.md} section 4; javadoc names the field (1 to 16) of that section where a rule is odd.
 */
@NullMarked
package dev.concierge.sandbox.github;

import org.jspecify.annotations.NullMarked;
