/** Administration of people: who they are, their roles, local ids and states. Every act asks for its permission itself, and the database for the last administrator. */
@NullMarked
package dev.concierge.server.identity.people;

import org.jspecify.annotations.NullMarked;
