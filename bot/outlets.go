package bot

import (
	"context"
	"fmt"

	"whosaid/digest"
	"whosaid/digest/compose"
)

// mostListed is how many outlets are listed; the others are counted.
const mostListed = 30

// outletsCommand says of which outlets there are articles, those with most first.
func outletsCommand(ctx context.Context, c *Conversation, _ string) (digest.Message, error) {
	all, err := c.Store.Outlets(ctx)
	if err != nil {
		return digest.Message{}, fmt.Errorf("listing outlets: %w", err)
	}
	if len(all) == 0 {
		return compose.Text("There are no articles yet."), nil
	}
	m := digest.Message{Blocks: []digest.Block{digest.Heading{Level: 1, Text: []digest.Run{{Text: "Articles of " + counted(len(all), "outlet")}}}}}
	var fields digest.Fields
	articles := 0
	for i, o := range all {
		articles += o.Articles
		if i >= mostListed {
			continue
		}
		value := counted(o.Articles, "article")
		if o.Articles == 0 {
			value = "only articles that others have too"
		}
		fields.Items = append(fields.Items, named(o.Name, value))
	}
	m.Blocks = append(m.Blocks, fields)
	last := counted(articles, "article") + " in all."
	if more := len(all) - len(fields.Items); more > 0 {
		last = fmt.Sprintf("And %s. %s", counted(more, "more outlet"), last)
	}
	last += ` A question for one outlet: who said what in "` + all[0].Name + `".`
	m.Blocks = append(m.Blocks, compose.Text(last).Blocks...)
	return m, nil
}
