package dev.concierge.sandbox.linkedin;

import dev.concierge.sandbox.AuthorizeDialect.ScopeText;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scopes of LinkedIn (field 4), as far as an app's products open them. */
final class LinkedinScopes {
    static final String OPENID = "openid";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";

    private static final Map<String, ScopeText> TEXTS = Map.of(
            OPENID,
            new ScopeText("Know who you are", "A number that stands for you at this app", true),
            PROFILE,
            new ScopeText("Use your name and photo", "", true),
            EMAIL,
            new ScopeText("Use the primary email address of your account", "", true),
            "w_member_social",
            new ScopeText("Create, modify, and delete posts and comments", "On your behalf", false));

    private LinkedinScopes() {}

    /** The scopes, without repeats. */
    static List<String> parse(String parameter) {
        return List.copyOf(new LinkedHashSet<>(List.of(parameter.strip().split(" +", -1))));
    }

    /** The first scope that none of the products opens. */
    static Optional<String> closed(List<String> scopes, List<Product> products) {
        var open = products.stream()
                .map(LinkedinScopes::of)
                .flatMap(Collection::stream)
                .toList();
        return scopes.stream().filter(scope -> !open.contains(scope)).findFirst();
    }

    /** The scopes that a product opens. */
    static List<String> of(Product product) {
        return switch (product) {
            case SIGN_IN -> List.of(OPENID, PROFILE, EMAIL);
            case SHARE -> List.of("w_member_social");
            case COMMUNITY_MANAGEMENT ->
                List.of(
                        "r_organization_social",
                        "w_organization_social",
                        "rw_organization_admin",
                        "r_organization_admin",
                        "r_organization_followers",
                        "r_member_social");
            case MARKETING -> List.of("r_ads", "rw_ads", "r_ads_reporting");
        };
    }

    static ScopeText text(String scope) {
        return TEXTS.getOrDefault(scope, new ScopeText("Use your organization’s pages or ads", scope, false));
    }
}
