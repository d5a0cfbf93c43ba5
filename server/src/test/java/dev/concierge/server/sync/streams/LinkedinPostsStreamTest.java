package dev.concierge.server.sync.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract does not say: several organisations, organisations that come and go, and figures. */
@Tag("flow")
class LinkedinPostsStreamTest {
    private static final String NO_POSTS = "{\"paging\":{\"links\":[]},\"elements\":[]}";

    private final LinkedinPostsStream stream = new LinkedinPostsStream();
    private final RecordedApi api = new RecordedApi();

    @Test
    void each_organisation_is_read_in_turn_and_the_last_one_ends_the_run() {
        api.answers(roles("a", "b"), NO_POSTS, NO_POSTS);
        LinkedinCheckpoint end = readAll(stream.start());

        assertThat(api.targets().get(1)).isEqualTo("/posts?q=author&author=a&sortBy=CREATED&start=0&count=50");
        assertThat(api.targets().get(2)).contains("author=b");
        assertThat(end.listing()).isTrue();
        assertThat(end.organizations()).containsExactly("a", "b");
    }

    @Test
    void an_organisation_that_is_not_run_any_more_takes_its_posts_along() {
        api.answers(roles("a", "b"), NO_POSTS, NO_POSTS, roles("b"), roles());
        LinkedinCheckpoint first = readAll(stream.start());
        FetchOutcome.Page<LinkedinCheckpoint> second = page(first);
        assertThat(second.goneParts()).containsExactly("a");

        FetchOutcome.Page<LinkedinCheckpoint> none = page(LinkedinCheckpoint.atList(List.of("b")));
        assertThat(none.goneParts()).containsExactly("b");
        assertThat(none.end()).as("there is nothing to read").isTrue();
    }

    @Test
    void figures_are_asked_for_both_kinds_of_posts_and_kept_beside_what_each_is() {
        api.allow("r_organization_admin");
        api.answers(
                roles("urn:li:organization:1"),
                "{\"elements\":[{\"id\":\"urn:li:share:1\"},{\"id\":\"urn:li:ugcPost:2\"},{\"id\":\"urn:li:share:3\"}]}",
                "{\"elements\":[{\"share\":\"urn:li:share:1\",\"totalShareStatistics\":{\"likeCount\":7}}]}",
                "{\"elements\":[{\"ugcPost\":\"urn:li:ugcPost:2\",\"totalShareStatistics\":{\"likeCount\":8}}]}");
        List<Item> items = page(page(stream.start()).next()).items();

        assertThat(api.targets().get(2))
                .isEqualTo("/organizationalEntityShareStatistics?q=organizationalEntity"
                        + "&organizationalEntity=urn%3Ali%3Aorganization%3A1"
                        + "&shares=List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A3)");
        assertThat(api.targets().get(3)).contains("&ugcPosts=List(urn%3Ali%3AugcPost%3A2)");
        assertThat(items)
                .extracting(item -> ((Item.Present) item)
                        .content()
                        .path("statistics")
                        .path("likeCount")
                        .asInt(0))
                .containsExactly(7, 8, 0);
    }

    @Test
    void figures_that_are_not_for_this_person_keep_no_post_back_and_a_busy_provider_does() {
        api.allow("r_organization_admin");
        String one = "{\"elements\":[{\"id\":\"urn:li:share:1\"}]}";
        api.answers(roles("a"), one);
        api.gives(new ApiOutcome.NotAllowed());
        LinkedinCheckpoint reading = page(stream.start()).next();
        assertThat(page(reading).items()).hasSize(1);

        api.answers(one);
        api.gives(new ApiOutcome.Busy(null));
        assertThat(stream.fetchPage(api, reading)).isEqualTo(new FetchOutcome.Interrupted<>(new ApiOutcome.Busy(null)));
    }

    @ParameterizedTest
    @CsvSource({
        "'We are hiring! Ask @[Ana](urn:li:person:1) \\(she knows\\)', We are hiring! Ask Ana (she knows)",
        "'{hashtag|\\#|growth} in {hashtag|#|2026}', '#growth in #2026'",
        "'a \\@ b \\_c\\_ \\\\', 'a @ b _c_ \\'",
        "'{hashtag|', '{hashtag|'"
    })
    void marks_of_the_little_text_format_are_taken_off(String commentary, String plain) {
        assertThat(LinkedinPosts.plain(commentary)).isEqualTo(plain);
    }

    @Test
    void only_links_that_we_can_be_sure_of_are_made() {
        api.answers(roles("a"), "{\"elements\":[{\"id\":\"urn:li:share:1\"},{\"id\":\"../../x\"}]}");
        List<Item> items = page(page(stream.start()).next()).items();

        assertThat(items)
                .extracting(item -> ((Item.Present) item).summary().link())
                .containsExactly("https://www.linkedin.com/feed/update/urn:li:share:1", null);
        assertThat(Set.copyOf(items)).hasSize(2);
    }

    private FetchOutcome.Page<LinkedinCheckpoint> page(LinkedinCheckpoint checkpoint) {
        return (FetchOutcome.Page<LinkedinCheckpoint>) stream.fetchPage(api, checkpoint);
    }

    private LinkedinCheckpoint readAll(LinkedinCheckpoint from) {
        FetchOutcome.Page<LinkedinCheckpoint> page = page(from);
        while (!page.end()) {
            page = page(page.next());
        }
        return page.next();
    }

    private static String roles(String... organizations) {
        StringBuilder elements = new StringBuilder();
        for (String organization : organizations) {
            elements.append(elements.isEmpty() ? "" : ",")
                    .append("{\"role\":\"ADMINISTRATOR\",\"organization\":\"")
                    .append(organization)
                    .append("\"}");
        }
        return "{\"paging\":{\"links\":[]},\"elements\":[" + elements + "]}";
    }
}
