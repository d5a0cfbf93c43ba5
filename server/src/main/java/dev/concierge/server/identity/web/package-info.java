/** Pages and endpoints of one's own account: sign in, sign up, sign out, sessions, API keys. Internal to the room. */
@NullMarked
package dev.concierge.server.identity.web;

import org.jspecify.annotations.NullMarked;
