package dev.concierge.server.identity.own;

import dev.concierge.server.web.DateForm;
import dev.concierge.server.web.Role;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is here.
 *
 * @param email null for somebody whose provider proved no address
 * @param localId what the organisation calls them; null when they have none
 */
public record Profile(
        String name,
        @Nullable String email,
        boolean emailProved,
        Role role,
        @Nullable String localId,
        Instant madeAt,
        ZoneId zone,
        DateForm form) {}
