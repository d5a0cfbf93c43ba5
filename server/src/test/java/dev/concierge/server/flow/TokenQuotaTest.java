package dev.concierge.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.support.Page;
import dev.concierge.server.support.Visitor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the sandbox's special limits and endings look like to a person who connects. */
@Tag("flow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenQuotaTest {
    private ProviderWorld providers;

    @BeforeAll
    void start() {
        providers = new ProviderWorld();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @Test
    void a_provider_that_makes_no_more_tokens_this_hour_is_busy_and_nobody_must_act() {
        ProviderCase github = ProviderCase.named("github");
        providers.prepare(github, "{\"tokensPerHour\":0}");
        Visitor ada = providers.person();

        Page page = providers.connect(ada, github, List.of());

        assertThat(providers.world().sandbox().ledger().entries("github", "token"))
                .anyMatch(line -> "too_many_tokens".equals(line.outcome()));
        assertThat(page.path()).doesNotMatch("/integrations/[0-9a-f-]{36}");
        assertThat(page.text()).contains("GitHub is busy").doesNotContain("administrator");
        assertThat(ada.open("/integrations").has("form[action='/integrations/github/connect']"))
                .isTrue();
    }

    @Test
    void youtubes_used_up_day_is_said_in_words_too() {
        ProviderCase youtube = ProviderCase.named("youtube");
        providers.prepare(youtube, "{\"unitsPerDay\":0}");
        Visitor ada = providers.person();

        Page page = providers.connect(ada, youtube, List.of());

        assertThat(page.path()).doesNotMatch("/integrations/[0-9a-f-]{36}");
        assertThat(page.text()).contains("YouTube is busy").doesNotContain("administrator");
    }

    @Test
    void a_fragment_behind_the_code_is_no_part_of_it_and_of_no_address_of_ours() {
        ProviderCase meta = ProviderCase.named("meta");
        providers.prepare(meta, "{\"instagramSuffix\":true}");
        Visitor ada = providers.person();

        Page page = providers.connect(ada, meta, List.of());

        assertThat(page.path()).matches("/integrations/[0-9a-f-]{36}");
        assertThat(page.uri().getFragment()).isNull();
        assertThat(page.body()).doesNotContain("#_\"");
    }
}
