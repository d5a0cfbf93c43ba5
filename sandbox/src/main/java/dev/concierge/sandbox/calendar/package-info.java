/**
 * People's calendars, free of any provider's form: events, series, changes counted by revision, and what everybody has in
 * them at the beginning. Dialects turn them into their own JSON.
 */
@NullMarked
package dev.concierge.sandbox.calendar;

import org.jspecify.annotations.NullMarked;
