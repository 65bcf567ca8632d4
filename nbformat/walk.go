package nbformat

// Steps walk over the members of an object, or the elements of a list, of
// bytes that [check] has found valid. They are offsets only: what they stand
// in is handed to each step.
type steps struct {
	i     int   // of what comes next; 0 where nothing does
	child taped // the next container that is on the tape
	name  span  // of the member, without its quotes
	value span
	at    taped // where the value is on the tape, or untaped
}

// into returns the steps over the container that begins at b[i]. at is where it
// stands on the tape.
func into(b []byte, tape tape, i int, at taped) steps {
	s := steps{i: skipSpace(b, i+1), child: untaped}
	if at != untaped && tape[at].containers > 1 {
		s.child = at + 1
	}
	return s
}

// next takes a step to the next member or element; there is none when it
// returns false.
func (s *steps) next(b []byte, tape tape) bool {
	i := s.i
	if i == 0 || b[i] == '}' || b[i] == ']' {
		return false
	}
	s.at = untaped
	end := i
	if b[i] == '"' {
		end = skipString(b, i)
		next := skipSpace(b, end)
		if b[next] != ':' { // an element
			s.value, s.i = span{i, end}, overComma(b, next)
			return true
		}
		s.name = span{i + 1, end - 1}
		i = skipSpace(b, next+1)
	}
	switch first := b[i]; {
	case first == '"':
		end = skipString(b, i)
	case s.child != untaped && (first == '{' || first == '['):
		s.at = s.child
		end = i + int(tape[s.at].length)
		s.child += taped(tape[s.at].containers)
	default:
		end = skipValue(b, i)
	}
	s.value, s.i = span{i, end}, overComma(b, skipSpace(b, end))
	return true
}

// overComma goes from what follows an element to the start of the next one, or
// to the closing bracket.
func overComma(b []byte, i int) int {
	if b[i] == ',' {
		return skipSpace(b, i+1)
	}
	return i
}
