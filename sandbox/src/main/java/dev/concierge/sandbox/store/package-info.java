/**
 * What the sandbox remembers: named tables of immutable records, changed one transaction at a time and, when a data file
 * is given, written to it before the change is visible to anybody. It knows nothing of HTTP or of any provider.
 */
@NullMarked
package dev.concierge.sandbox.store;

import org.jspecify.annotations.NullMarked;
