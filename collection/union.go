package collection

import "container/list"

// A union is the union of several sequences, in an order that keeps what is
// new in a later sequence next to its neighbours there.
type union[K comparable] struct {
	order *list.List
	at    map[K]*list.Element
}

func newUnion[K comparable]() *union[K] {
	return &union[K]{order: list.New(), at: map[K]*list.Element{}}
}

// add adds one sequence. A new item goes behind the item that it follows, at
// the beginning before the first known one, and to the end where none is known.
func (u *union[K]) add(items []K) {
	var behind *list.Element
	start := 0
	for start < len(items) && u.at[items[start]] == nil {
		start++
	}
	if start < len(items) {
		first := u.at[items[start]]
		for _, k := range items[:start] {
			if u.at[k] == nil {
				u.at[k] = u.order.InsertBefore(k, first)
			}
		}
		items, behind = items[start:], first
	}
	for _, k := range items {
		e := u.at[k]
		switch {
		case e != nil:
		case behind == nil:
			e = u.order.PushBack(k)
		default:
			e = u.order.InsertAfter(k, behind)
		}
		u.at[k], behind = e, e
	}
}

// items returns the union in order.
func (u *union[K]) items() []K {
	items := make([]K, 0, u.order.Len())
	for e := u.order.Front(); e != nil; e = e.Next() {
		items = append(items, e.Value.(K))
	}
	return items
}
