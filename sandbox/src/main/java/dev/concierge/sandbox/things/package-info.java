/** What people have at a provider beside calendars: repositories, messages, files, each as the JSON that its API tells. */
@NullMarked
package dev.concierge.sandbox.things;

import org.jspecify.annotations.NullMarked;
