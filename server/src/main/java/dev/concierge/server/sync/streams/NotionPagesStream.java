package dev.concierge.server.sync.streams;

import org.springframework.stereotype.Component;

/** The pages that a person picked at Notion, and those below them. */
@Component
class NotionPagesStream extends NotionSearchStream {
    NotionPagesStream() {
        super(new StreamDescription("notion.api.pages", "Pages", Kind.PAGE, PROVIDER, API, CONTENT, EVERY), "page");
    }
}
