package dev.concierge.server.webhooks;

import dev.concierge.server.encryption.Secret;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What providers sign their pushes with. Pushes of a provider without one are refused.
 *
 * @param githubSecret {@code GITHUB_WEBHOOK_SECRET}: of the webhook of our app
 * @param notionSecret {@code NOTION_WEBHOOK_SECRET}: the verification token of the subscription
 * @param metaVerifyToken {@code META_VERIFY_TOKEN}: what Meta repeats when the webhook is set up
 */
@ConfigurationProperties("concierge.webhooks")
record PushSettings(
        @DefaultValue("") String githubSecret,
        @DefaultValue("") String notionSecret,
        @DefaultValue("") String metaVerifyToken) {
    private static final int SHORTEST = 16;

    PushSettings {
        githubSecret = fit("GITHUB_WEBHOOK_SECRET", githubSecret);
        notionSecret = fit("NOTION_WEBHOOK_SECRET", notionSecret);
        metaVerifyToken = fit("META_VERIFY_TOKEN", metaVerifyToken);
    }

    private static String fit(String name, String value) {
        String stripped = value.strip();
        if (!stripped.isEmpty() && stripped.length() < SHORTEST) {
            throw new IllegalArgumentException(name + " has at least " + SHORTEST + " characters.");
        }
        return stripped;
    }

    Optional<Secret> github() {
        return secret(githubSecret);
    }

    Optional<Secret> notion() {
        return secret(notionSecret);
    }

    Optional<Secret> metaVerify() {
        return secret(metaVerifyToken);
    }

    private static Optional<Secret> secret(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(Secret.of(value));
    }

    @Override
    public String toString() {
        return "PushSettings";
    }
}
