package dev.concierge.sandbox.github;

import dev.concierge.sandbox.AccessToken;
import dev.concierge.sandbox.KnobBoard;
import dev.concierge.sandbox.Knobs;
import dev.concierge.sandbox.Person;
import dev.concierge.sandbox.Shared;
import dev.concierge.sandbox.dialect.Bearer;
import dev.concierge.sandbox.dialect.RateWindow;
import dev.concierge.sandbox.dialect.Tokens;
import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.function.Function;

/** Who the person is (field 8), with the headers that every answer of the API has (fields 4 and 11). */
final class GithubApi {
    private final Bearer bearer;
    private final LastUse lastUse;
    private final Shared shared;
    private final KnobBoard knobs;
    private final RateWindow window;
    private final String origin;

    GithubApi(Tokens tokens, LastUse lastUse, String origin) {
        this.bearer = new Bearer(tokens.access(), GithubErrors.REFUSALS);
        this.lastUse = lastUse;
        this.shared = tokens.shared();
        this.knobs = tokens.knobs();
        this.window = new RateWindow(shared.clock(), Duration.ofHours(1), knobs, GithubKnobs.REQUESTS_PER_HOUR);
        this.origin = origin;
    }

    Answer user(Request request) {
        return limited(request, "", token -> {
            var profile = GithubAccounts.profile(subject(token), origin);
            if (knobs.get(Knobs.WRONG_SUBJECT)) {
                profile.put("id", GithubAccounts.strangersId());
            }
            return Answer.json(200, profile);
        });
    }

    /** Without a scope that opens it, it does not exist. */
    Answer emails(Request request) {
        return limited(request, "user:email, user", token -> {
            boolean closed =
                    Collections.disjoint(token.scopes(), GithubScopes.MAIL) && !knobs.get(GithubKnobs.GITHUB_APP);
            if (closed) {
                return GithubErrors.notFound().because("insufficient_scope");
            }
            var person = subject(token);
            boolean verified = !knobs.get(GithubKnobs.UNVERIFIED_ACCOUNTS).contains(person.account());
            return Answer.json(200, GithubAccounts.emails(person, verified));
        });
    }

    /** The primary limit is per person, over all apps; what is as the request knows it (304) does not count. */
    Answer limited(Request request, String accepted, Function<AccessToken, Answer> then) {
        if (request.header("User-Agent").isEmpty()) {
            return GithubErrors.noUserAgent();
        }
        lastUse.endUnused(request.bearer().orElse(null));
        return bearer.require(request, Set.of(), "", token -> {
            lastUse.used(token);
            var state = window.count(token.subject());
            var answer = state.over() ? GithubErrors.rateLimited() : then.apply(token);
            return described(
                    answer, token, accepted, answer.status() == 304 ? window.giveBack(token.subject()) : state);
        });
    }

    private static Answer described(Answer answer, AccessToken token, String accepted, RateWindow.State state) {
        return answer.with("X-OAuth-Scopes", String.join(", ", token.scopes()))
                .with("X-Accepted-OAuth-Scopes", accepted)
                .with("X-GitHub-Media-Type", "github.v3; format=json")
                .with("x-ratelimit-limit", Long.toString(state.limit()))
                .with("x-ratelimit-remaining", Long.toString(state.remaining()))
                .with("x-ratelimit-used", Long.toString(state.used()))
                .with("x-ratelimit-reset", Long.toString(state.resetAt().getEpochSecond()))
                .with("x-ratelimit-resource", "core");
    }

    private Person subject(AccessToken token) {
        return shared.people().get(token.subject());
    }
}
