// Verifies a log as it is served, and the cases of the test vectors, with the programs that the formats come from: Go's
// golang.org/x/mod/sumdb/note and sumdb/tlog. Nothing of ours decides anything here.
//
//	verify_log -log FOLDER [-cases FILE]
//
// FOLDER has checkpoint, policy and tile/; FILE is a cases.txt, its paths relative to it.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, arguments ...any) {
	fmt.Printf(format+"\n", arguments...)
	os.Exit(1)
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		fail("%v", err)
	}
	return data
}

// A witness's key, which sumdb/note does not know: type 4, the time before the signature.
type witness struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.id }

func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

// The keys of a policy's file.
func keys(policy string) note.Verifiers {
	var verifiers []note.Verifier
	for _, line := range strings.Split(policy, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) > 1 && words[0] == "log":
			verifier, err := note.NewVerifier(words[1])
			if err != nil {
				fail("%s: %v", words[1], err)
			}
			verifiers = append(verifiers, verifier)
		case len(words) > 2 && words[0] == "witness":
			parts := strings.SplitN(words[2], "+", 3)
			id, err := strconv.ParseUint(parts[1], 16, 32)
			material, err2 := base64.StdEncoding.DecodeString(parts[2])
			if err != nil || err2 != nil || len(material) != 33 || material[0] != 4 {
				fail("%s is no witness's key", words[2])
			}
			verifiers = append(verifiers, witness{parts[0], uint32(id), material[1:]})
		}
	}
	return note.VerifierList(verifiers...)
}

type checkpoint struct {
	origin string
	tlog.Tree
	signatures int
}

func open(message string, known note.Verifiers) (checkpoint, error) {
	signed, err := note.Open([]byte(message), known)
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 {
		return checkpoint{}, fmt.Errorf("%d lines", len(lines)-1)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return checkpoint{}, err
	}
	byLog := false
	for _, signature := range signed.Sigs {
		byLog = byLog || signature.Name == lines[0]
	}
	if !byLog {
		return checkpoint{}, fmt.Errorf("not signed by a key of %s", lines[0])
	}
	return checkpoint{lines[0], tlog.Tree{N: size, Hash: root}, len(signed.Sigs)}, nil
}

// The tiles of a folder; tlog checks each of them against the checkpoint's root.
type tiles struct {
	folder    string
	confirmed map[tlog.Tile]bool
}

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (t tiles) SaveTiles(good []tlog.Tile, _ [][]byte) {
	for _, tile := range good {
		t.confirmed[tile] = true
	}
}

// Every tile and every leaf of a log.
func verifyLog(folder string, known note.Verifiers) {
	newest, err := open(string(read(filepath.Join(folder, "checkpoint"))), known)
	if err != nil {
		fail("the checkpoint: %v", err)
	}
	served := tiles{folder, map[tlog.Tile]bool{}}
	reader := tlog.TileHashReader(newest.Tree, served)
	for _, tile := range tlog.NewTiles(8, 0, newest.N) {
		// Older versions list partial tiles of every width; served is the widest.
		if tile.W < 256 && tile.N<<8+int64(tile.W) != newest.N>>(8*tile.L) {
			continue
		}
		if _, err := tlog.ReadTileData(tile, reader); err != nil {
			fail("%s: %v", tile.Path(), err)
		}
		if !served.confirmed[tile] {
			fail("%s is not what the root says", tile.Path())
		}
		if tile.L > 0 {
			continue
		}
		bundle := tile
		bundle.L = -1
		data := read(filepath.Join(folder, strings.Replace(bundle.Path(), "tile/8/data/", "tile/entries/", 1)))
		for at := 0; at < tile.W; at++ {
			length := int(binary.BigEndian.Uint16(data))
			leaf := data[2 : 2+length]
			data = data[2+length:]
			index := tile.N<<8 + int64(at)
			proof, err := tlog.ProveRecord(newest.N, index, reader)
			if err == nil {
				err = tlog.CheckRecord(proof, newest.N, newest.Hash, index, tlog.RecordHash(leaf))
			}
			if err != nil {
				fail("leaf %d: %v", index, err)
			}
		}
		if len(data) != 0 {
			fail("%s has more than its leaves", bundle.Path())
		}
	}
	fmt.Printf("verified %d leaves and %d tiles of %s, %d signatures\n",
		newest.N, len(served.confirmed), newest.origin, newest.signatures)
}

// The lines before the first empty one, and what follows it.
func split(file string) ([]string, string) {
	head, rest, _ := strings.Cut(file, "\n\n")
	return strings.Split(head, "\n"), rest
}

func hashes(lines []string) (found []tlog.Hash, err error) {
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		found = append(found, hash)
	}
	return found, nil
}

// What is proven of a receipt.
func verifyReceipt(receipt, later string, known note.Verifiers) error {
	lines, signed := split(receipt)
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") {
		return fmt.Errorf("not a receipt")
	}
	extra, err := base64.StdEncoding.DecodeString(lines[1][len("extra "):])
	if err != nil {
		return err
	}
	// The leaf ends at the second empty line.
	parts := strings.SplitN(string(extra), "\n\n", 3)
	if len(parts) < 2 {
		return fmt.Errorf("not a leaf")
	}
	leaf := strings.Join(parts[:2], "\n\n")
	if len(parts) == 3 {
		leaf += "\n"
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	proof, err := hashes(lines[3:])
	if err != nil {
		return err
	}
	at, err := open(signed, known)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(proof, at.N, at.Hash, index, tlog.RecordHash([]byte(leaf))); err != nil {
		return err
	}
	if later == "" {
		return nil
	}
	lines, signed = split(later)
	if proof, err = hashes(lines[1:]); err != nil {
		return err
	}
	now, err := open(signed, known)
	if err != nil {
		return err
	}
	if lines[0] != fmt.Sprintf("old %d", at.N) || now.origin != at.origin || now.N < at.N {
		return fmt.Errorf("it does not continue the receipt's checkpoint")
	}
	return tlog.CheckTree(proof, now.N, now.Hash, at.N, at.Hash)
}

func verifyCases(file string, known note.Verifiers) {
	folder := filepath.Dir(file)
	proven, refused := 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(read(file))), "\n") {
		words := strings.Fields(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		later := ""
		if words[2] != "-" {
			later = string(read(filepath.Join(folder, words[2])))
		}
		err := verifyReceipt(string(read(filepath.Join(folder, words[1]))), later, known)
		switch {
		case words[0] != "refused" && err != nil:
			fail("%s %s: %v", words[1], words[2], err)
		case words[0] != "refused":
			proven++
		case err != nil:
			refused++
		default:
			// What only our stricter reading refuses.
			fmt.Printf("lenient %s\n", words[1])
		}
	}
	fmt.Printf("proven %d, refused %d\n", proven, refused)
}

func main() {
	log := flag.String("log", "", "the folder of a log as it is served")
	cases := flag.String("cases", "", "a list of cases")
	flag.Parse()
	known := keys(string(read(filepath.Join(*log, "policy"))))
	verifyLog(*log, known)
	if *cases != "" {
		verifyCases(*cases, known)
	}
}
