package dev.concierge.sandbox.microsoft;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scopes Entra knows (field 4). Graph's have a short name and a full one; inside of the sandbox they are short. */
final class MicrosoftScopes {
    static final String OPENID = "openid";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";
    static final String OFFLINE = "offline_access";
    static final String USER_READ = "User.Read";
    static final String GRAPH = "https://graph.microsoft.com/";

    /** A second resource, so that one token for two can be asked for, and refused. */
    static final String MANAGEMENT = "https://management.azure.com/user_impersonation";

    private static final Set<String> IDENTITY = Set.of(OPENID, PROFILE, EMAIL, OFFLINE);
    private static final Set<String> ADMIN_ONLY =
            Set.of("User.Read.All", "Group.Read.All", "Directory.Read.All", "Directory.ReadWrite.All");
    private static final Map<String, ScopeText> KNOWN = known();

    private MicrosoftScopes() {}

    /**
     * What the parameter of an authorization or token request asks for.
     *
     * @param scopes by their short names, without repeats
     * @param unknown the first name that nobody knows, or empty
     */
    record Read(List<String> scopes, String unknown) {}

    static Read read(String parameter) {
        var scopes = new LinkedHashSet<String>();
        for (var name : parameter.strip().split(" +", -1)) {
            var scope = name.startsWith(GRAPH) ? name.substring(GRAPH.length()) : name;
            if (!KNOWN.containsKey(scope) || (IDENTITY.contains(scope) && name.startsWith(GRAPH))) {
                return new Read(List.of(), name);
            }
            scopes.add(scope);
        }
        return new Read(List.copyOf(scopes), "");
    }

    /** Scopes of signing in: they belong to no resource. */
    static boolean isIdentity(String scope) {
        return IDENTITY.contains(scope);
    }

    static boolean isGraph(String scope) {
        return !isIdentity(scope) && !scope.equals(MANAGEMENT);
    }

    /** Whether only an administrator can agree to it, for everybody in the tenant. */
    static boolean needsAdmin(String scope) {
        return ADMIN_ONLY.contains(scope);
    }

    /** Whether these name more than one resource, of which a token can be for one only (field 1). */
    static boolean severalResources(List<String> scopes) {
        return scopes.contains(MANAGEMENT) && scopes.stream().anyMatch(MicrosoftScopes::isGraph);
    }

    static ScopeText text(String scope) {
        return KNOWN.getOrDefault(scope, new ScopeText(scope, "", false));
    }

    private static Map<String, ScopeText> known() {
        var known = new LinkedHashMap<String, ScopeText>();
        add(known, OPENID, "Sign you in", "A number that stands for you at this app");
        add(known, PROFILE, "View your basic profile", "Your name and your account's number");
        add(known, EMAIL, "View your email address", "The one your account shows");
        add(known, OFFLINE, "Maintain access to data you have given it access to", "Also when you are away");
        add(known, USER_READ, "Read your profile", "Who you are in Microsoft 365");
        add(known, "Calendars.Read", "Read your calendars", "Nothing is changed");
        add(known, "Calendars.ReadWrite", "Have full access to your calendars", "");
        add(known, "Mail.ReadBasic", "Read basic mail", "Not what is in the messages");
        add(known, "Mail.Read", "Read your mail", "");
        add(known, "Mail.ReadWrite", "Read and write access to your mail", "");
        add(known, "Mail.Send", "Send mail as you", "");
        add(known, "Files.Read", "Read your files", "");
        add(known, "Files.ReadWrite", "Have full access to your files", "");
        add(known, "Files.Read.All", "Read all files that you have access to", "");
        add(known, "Files.ReadWrite.All", "Have full access to all files you have access to", "");
        add(known, "Sites.Read.All", "Read items in all site collections", "");
        add(known, "User.RevokeSessions.All", "Revoke all sign in sessions", "");
        ADMIN_ONLY.forEach(scope -> add(known, scope, "Read your organization's directory", scope));
        add(known, MANAGEMENT, "Access Azure Resource Manager as you", "");
        return known;
    }

    private static void add(Map<String, ScopeText> known, String scope, String title, String detail) {
        known.put(scope, new ScopeText(title, detail, false));
    }
}
