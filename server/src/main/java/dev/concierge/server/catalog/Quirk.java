package dev.concierge.server.catalog;

import java.net.URI;

/**
 * A way in which one provider alone differs, so that no data of the file format says it. The second provider with one makes it data.
 */
public sealed interface Quirk {
    /** What was granted is not in the token answer but in a list of the Graph API: {@code data[] {permission, status}}. Meta. */
    record PermissionList(URI endpoint) implements Quirk {}

    /** The profile shows no address unless it is public; all of them are in a list of their own: {@code [] {email, primary, verified}}. GitHub. */
    record EmailList(URI endpoint) implements Quirk {}

    /** Access tokens that begin so carry the permissions of the app and no scopes; an empty {@code scope} beside them says nothing. GitHub. */
    record ScopelessTokens(String prefix) implements Quirk {}
}
