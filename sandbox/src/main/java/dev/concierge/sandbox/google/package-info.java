/**
 * Google as far as Concierge talks to it: sign-in, OAuth with its refresh and consent rules, Calendar, and the two pages
 * where a person looks after it. Rules come from {@code providers.md} section 1; javadoc names the field (1 to 16) of that
 * section where a rule is odd, and the README lists which of them nobody has confirmed.
 */
@NullMarked
package dev.concierge.sandbox.google;

import org.jspecify.annotations.NullMarked;
