/**
 * Notion as far as Concierge talks to it: public connections, who the bot belongs to. Rules come from {@code providers.md}
 * section 6; javadoc names the field (1 to 16) of that section where a rule is odd.
 */
@NullMarked
package dev.concierge.sandbox.notion;

import org.jspecify.annotations.NullMarked;
