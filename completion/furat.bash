# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion of furat for bash; the program itself says what may stand where.

# The words up to the cursor, whole: readline has cut them at = and :, too.
__furat_words() {
  local rest=${COMP_LINE:0:COMP_POINT} word i
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
      rest=${rest#"${rest%%[![:space:]]*}"}
      ((i == COMP_CWORD)) && word=$rest
      words+=("$word")
      kept=
    else
      ((i == COMP_CWORD)) && word=$rest
      # What is replaced is what stands behind the = or : that was cut at.
      kept=${words[${#words[@]} - 1]}
      [[ $word == [=:] ]] && kept+=$word
      words[${#words[@]} - 1]+=$word
    fi
    rest=${rest#"$word"}
  done
}

__furat_files() { # KIND ENDINGS PREFIX
  local name all=() fit=()
  while IFS= read -r name; do
    all+=("$3$name")
    if [[ -d $name ]] || [[ $2 == '*' || $name =~ \.($2)$ ]]; then
      fit+=("$3$name")
    fi
  done < <(if [[ $1 == @folders ]]; then compgen -d -- "${last#"$3"}"; else compgen -f -- "${last#"$3"}"; fi)
  # Names that tell nothing are better than none.
  ((${#fit[@]} > 0)) || fit=("${all[@]}")
  COMPREPLY+=("${fit[@]}")
  compopt -o filenames 2>/dev/null
}

_furat() {
  local words kept last word help prefix
  COMPREPLY=()
  __furat_words
  last=${words[${#words[@]} - 1]}
  while IFS=$'\t' read -r word help prefix; do
    case $word in
    @files | @folders) __furat_files "$word" "$help" "$prefix" ;;
    *)
      [[ $word == *= ]] && compopt -o nospace 2>/dev/null
      if [[ $word == *[[:space:]\'\"\\\$\&\;\(\)\|\<\>\`]* ]]; then
        printf -v word %q "$word"
      fi
      COMPREPLY+=("$word")
      ;;
    esac
  done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
  if [[ -n $kept ]] && ((${#COMPREPLY[@]} > 0)); then
    COMPREPLY=("${COMPREPLY[@]#"$kept"}")
  fi
}

complete -F _furat furat
