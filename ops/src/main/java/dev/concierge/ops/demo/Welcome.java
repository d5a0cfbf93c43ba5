package dev.concierge.ops.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a person reads when the demo is ready: one address, one sign-in, and where the rest is.
 *
 * @param took from the verb's begin until everything answered
 */
record Welcome(DemoEnvironment environment, Duration took) {

    List<String> lines() {
        return """

                Concierge is ready in %s s.

                  Open       %s
                  Sign in    %s
                  Password   %s

                  Connect a Google account there: the sandbox at %s plays Google.
                  Mails are kept at %s/outbox.
                  With an API key from the page Security, a backend gets a token that is never stale:
                    curl -H "Authorization: Bearer $KEY" %s/api/v1/oauth/integrations
                    curl -H "Authorization: Bearer $KEY" %s/api/v1/oauth/integrations/$ID/token

                  The administrator's sign-in is in %s, the logs beside it; an authenticator app is set up first.
                  Ctrl-C stops everything; the data stay for the next start.
                """.formatted(
                String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0),
                environment.publicUrl(),
                DemoPerson.PERSON.email(),
                password(DemoPerson.PERSON),
                environment.sandboxUrl(),
                environment.publicUrl(),
                environment.publicUrl(),
                environment.publicUrl(),
                environment.folder().signIn()).lines().toList();
    }

    /** What stands in the file for the eyes of the folder's owner. */
    String signInFile() {
        StringBuilder text =
                new StringBuilder("The throw-away sign-ins of the demo at " + environment.publicUrl() + "\n\n");
        for (DemoPerson person : DemoPerson.values()) {
            text.append("%-14s %-20s %s%n".formatted(person.role(), person.email(), password(person)));
        }
        text.append("%nsandbox        control token        %s%n"
                .formatted(environment.secrets().get(DemoSecrets.Name.SANDBOX_CONTROL_TOKEN)));
        return text.toString();
    }

    private String password(DemoPerson person) {
        return environment.secrets().get(person.password());
    }
}
