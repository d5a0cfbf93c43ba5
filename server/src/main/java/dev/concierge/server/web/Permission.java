package dev.concierge.server.web;

import java.util.Arrays;
import java.util.List;

/**
 * What a role may do. The one table: pages, API and menu ask it, the page of roles shows it, and {@code docs/roles.md} is written from it. A higher role may do
 * whatever a lower one may.
 */
public enum Permission {
    OWN_ACCOUNT(
            Role.GUEST,
            "Use the own account",
            "Sign in, connect accounts, see and end what is one's own. What may be asked for at providers has a ceiling for each role."),
    SEE_PEOPLE(
            Role.MANAGER,
            "See people",
            "Names, addresses, ways in, sessions and connected accounts of everybody; never what is in those."),
    SEE_AUDIT(Role.MANAGER, "See the audit trail", "What was done to people's accounts, by whom and when."),
    SEE_ALERTS(
            Role.MANAGER,
            "See security alerts",
            "What should be known at once. Managers see what happened, administrators also from which network."),
    SET_LOCAL_ID(Role.MANAGER, "Set local ids", "Managers those of guests and users, administrators everybody's."),
    INVITE(
            Role.MANAGER,
            "Invite people",
            "Managers as guest or user, administrators in any role; and take an invitation back."),
    SET_ROLE(Role.ADMIN, "Set roles", "Give and take every role, but for the last administrator's."),
    SET_STATUS(
            Role.ADMIN,
            "Disable and enable people",
            "Disabling ends every session, key and token within a second; the last administrator stays."),
    END_SESSIONS(Role.ADMIN, "End people's sessions", "Signs somebody out everywhere."),
    RESET_FACTORS(Role.ADMIN, "Reset second factors", "For somebody who lost them, with a reason."),
    ACKNOWLEDGE_ALERTS(
            Role.ADMIN, "Acknowledge alerts", "Say that somebody has looked into an alert, by name and with a note."),
    VERIFY_AUDIT(Role.ADMIN, "Verify the audit trail", "Have every line of it checked, and see what was found."),
    MOVE_PEOPLE(Role.ADMIN, "Import and export people", "As CSV or JSON."),
    SET_LOOK(
            Role.ADMIN,
            "Name, logo and colour",
            "How this installation calls itself and looks, and whom people ask for help."),
    SET_SIGN_UP(
            Role.ADMIN,
            "Sign-up",
            "Who may make an account: anybody, whom somebody invites, or nobody; and at which domains."),
    REGISTRATIONS(Role.ADMIN, "Set up providers", "Client ids and secrets at providers."),
    DATA_KEYS(Role.ADMIN, "Rotate keys", "The keys that encrypt every stored token."),
    JOBS(
            Role.ADMIN,
            "Background jobs",
            "What waits, runs and fails; run one now, or drop it. Never what a job is to work on."),
    SERVICE_ACCOUNTS(Role.ADMIN, "Service accounts", "Accounts of programs, as guest or user, and their API keys."),
    EMERGENCY_STOPS(
            Role.ADMIN,
            "Emergency stop",
            "End every connection of a provider, a registration, an account, or all of them.");

    private final Role least;
    private final String title;
    private final String explanation;

    Permission(Role least, String title, String explanation) {
        this.least = least;
        this.title = title;
        this.explanation = explanation;
    }

    /** Whether somebody of this role may do it at all. */
    public boolean allows(Role role) {
        return role.covers(least);
    }

    /** Whether somebody of this role may do it to somebody of the other: {@link Role#reaches}. */
    public boolean allows(Role role, Role to) {
        return allows(role) && role.reaches(to);
    }

    /** In two or three plain words. */
    public String title() {
        return title;
    }

    /** What it covers and where it ends, in one or two sentences. */
    public String explanation() {
        return explanation;
    }

    /** The word in the trail and in answers. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** All that a role may do, in the order of the table. */
    public static List<Permission> of(Role role) {
        return Arrays.stream(values()).filter(one -> one.allows(role)).toList();
    }
}
