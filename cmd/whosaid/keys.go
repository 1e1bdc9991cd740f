package main

import (
	"reflect"
	"slices"
	"strings"
)

// keys returns every key of settings with its tables: "answer.speakers".
func keys() []string { return keysOf("", reflect.TypeFor[settings]()) }

// tables returns the tables that keys are in: "answer".
func tables() []string {
	var all []string
	for _, key := range keys() {
		if table, _, ok := strings.Cut(key, "."); ok && !slices.Contains(all, table) {
			all = append(all, table)
		}
	}
	return all
}

func keysOf(prefix string, t reflect.Type) []string {
	var all []string
	for i := range t.NumField() {
		f := t.Field(i)
		key := prefix + f.Tag.Get("toml")
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
			all = append(all, keysOf(key+".", f.Type.Elem())...)
			continue
		}
		if !f.IsExported() {
			continue
		}
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[secret]() {
			all = append(all, keysOf(key+".", f.Type)...)
			continue
		}
		all = append(all, key)
	}
	return all
}

// lineOf returns the line on which key is set, 1 where it is not found: the
// decoder knows lines only of what it cannot read.
func lineOf(data []byte, key string) int {
	table := ""
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			name, _, _ = strings.Cut(name, "]")
			table = strings.Trim(name, "[ ") + "."
			if table == key+"." {
				return i + 1
			}
			continue
		}
		name, _, ok := strings.Cut(line, "=")
		if full := table + strings.Trim(name, ` "'`); ok && (full == key || strings.HasPrefix(full, key+".")) {
			return i + 1
		}
	}
	return 1
}
