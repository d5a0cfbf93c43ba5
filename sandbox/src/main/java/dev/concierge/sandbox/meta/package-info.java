/**
 * Meta: Facebook Login with Pages. No refresh tokens: a token is exchanged for a longer one while it lives, a Page has a token
 * of its own, and what was agreed to is asked of {@code /me/permissions}. Rules come from {@code providers.md} section 8;
 * javadoc names the field (1 to 16) of that section where a rule is odd, and the README lists which of them nobody has
 * confirmed.
 */
@NullMarked
package dev.concierge.sandbox.meta;

import org.jspecify.annotations.NullMarked;
