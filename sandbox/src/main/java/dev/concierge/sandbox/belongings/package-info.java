/**
 * What people have at a provider beside calendars: files, messages, videos. Each is JSON in the provider's own form; changes are counted by
 * revision, and what is gone stays as a trace, so that dialects can tell what changed since.
 */
@NullMarked
package dev.concierge.sandbox.belongings;

import org.jspecify.annotations.NullMarked;
