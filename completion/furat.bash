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

# What the shell would make of a word that is not yet whole, without expanding anything:
# `plain`, and in `quote` the quote that is open at its end.
__furat_unquote() { # WORD
  local rest=$1 char
  plain= quote=
  while [[ -n $rest ]]; do
    char=${rest:0:1} rest=${rest:1}
    case $quote:$char in
    \':\' | '":"') quote= ;;
    \':*) plain+=$char ;;
    :\" | :\') quote=$char ;;
    ':\' | '":\')
      # Inside double quotes a backslash stands for itself before most letters.
      [[ $quote && ${rest:0:1} != [\"\\\$\`] ]] && plain+=$char
      plain+=${rest:0:1} rest=${rest:1}
      ;;
    *) plain+=$char ;;
    esac
  done
}

# One word as it stands in the line: readline adds the quote that is open.
__furat_quote() { # WORD
  local char rest
  case $quote in
  \') quoted=${1//\'/\'\\\'\'} ;;
  '"')
    rest=$1 quoted=
    while [[ -n $rest ]]; do
      char=${rest:0:1} rest=${rest:1}
      [[ $char == [\"\\\$\`] ]] && quoted+='\'
      quoted+=$char
    done
    ;;
  *)
    quoted=$1
    if [[ $1 == *[[:space:]\'\"\\\$\&\;\(\)\|\<\>\`]* ]]; then
      printf -v quoted %q "$1"
    fi
    ;;
  esac
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
  COMPREPLY+=("${fit[@]#"$kept"}")
  compopt -o filenames 2>/dev/null
}

_furat() {
  local words kept last word help prefix plain quote quoted i
  COMPREPLY=()
  __furat_words
  __furat_unquote "$kept"
  kept=$plain
  for ((i = 0; i < ${#words[@]}; i++)); do
    __furat_unquote "${words[i]}"
    words[i]=$plain
  done
  last=$plain
  while IFS=$'\t' read -r word help prefix; do
    case $word in
    @files | @folders) __furat_files "$word" "$help" "$prefix" ;;
    *)
      [[ $word == *= ]] && compopt -o nospace 2>/dev/null
      __furat_quote "${word#"$kept"}"
      COMPREPLY+=("$quoted")
      ;;
    esac
  done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
}

complete -F _furat furat
