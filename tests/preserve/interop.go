// An independent reader of the logs, checkpoints and proofs that Muniment writes: the Go team's own code for the checksum database
// (golang.org/x/mod/sumdb), which C2SP tlog-tiles and signed-note were written down from. It knows nothing of us.
//
//	go run interop.go LOGDIR VKEY [OLDSIZE OLDROOT]
//
// It opens the checkpoint with the key, reads every tile through the tree that the checkpoint names, proves every entry of the bundles
// and that the log extends the older tree, and prints “ok” with the size.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

// tiles reads C2SP paths (tile/0/000) where the checksum database has its height in them (tile/8/0/000).
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func entries(folder string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		tile := tlog.Tile{H: 8, L: -1, N: n, W: 256}
		if width < 256 {
			tile.W = int(width)
		}
		data, err := os.ReadFile(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)))
		check(err)
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

func hash(text string) tlog.Hash {
	data, err := base64.StdEncoding.DecodeString(text)
	check(err)
	var made tlog.Hash
	copy(made[:], data)
	return made
}

func main() {
	folder := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	tree := tlog.Tree{N: size, Hash: hash(lines[2])}
	reader := tlog.TileHashReader(tree, tiles{folder})
	for n, entry := range entries(folder, size) {
		proof, err := tlog.ProveRecord(size, int64(n), reader)
		check(err)
		check(tlog.CheckRecord(proof, size, tree.Hash, int64(n), tlog.RecordHash(entry)))
	}
	if len(os.Args) > 4 {
		old, err := strconv.ParseInt(os.Args[3], 10, 64)
		check(err)
		proof, err := tlog.ProveTree(size, old, reader)
		check(err)
		check(tlog.CheckTree(proof, size, tree.Hash, old, hash(os.Args[4])))
		for _, step := range proof {
			fmt.Println(base64.StdEncoding.EncodeToString(step[:]))
		}
	}
	fmt.Println("ok", size)
}
