/**
 * What people wrote at a provider, free of any provider's form: pages, databases, posts. Dialects turn them into their own JSON.
 */
@NullMarked
package dev.concierge.sandbox.entries;

import org.jspecify.annotations.NullMarked;
