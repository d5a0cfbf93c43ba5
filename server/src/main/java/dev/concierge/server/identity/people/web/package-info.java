/** Pages and API of administration of people. */
@NullMarked
package dev.concierge.server.identity.people.web;

import org.jspecify.annotations.NullMarked;
