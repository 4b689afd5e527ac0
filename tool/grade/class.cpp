#include "grade/class.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "errors.hpp"
#include "grade/hash.hpp"
#include "grade/judge.hpp"
#include "text.hpp"

namespace workbook {

namespace fs = std::filesystem;

namespace {

// One file, whoever handed it in.
struct Job {
  const ExerciseJudge* judge = nullptr;
  Exercise exercise;
  std::string answer;
  Judgement* judgement = nullptr;
};

// What an exercise is to be judged by, and the answers to it.
struct Desk {
  std::unique_ptr<ExerciseJudge> judge;
  std::map<std::string, Judgement> judgements;               // By the answer's text.
  std::map<std::string, std::vector<std::string>> students;  // Who handed in that text.
};

Judgement missing() {
  Judgement judgement;
  judgement.verdict = Verdict::kNotWritten;
  judgement.reason = "There is no file for this exercise.";
  return judgement;
}

Judgement unreadable(const std::string& problem) {
  Judgement judgement;
  judgement.verdict = Verdict::kForbidden;
  judgement.reason = problem;
  return judgement;
}

class Room {
 public:
  Room(const Workbook& workbook, const Gradebook& gradebook, const ClassOptions& options)
      : workbook_(workbook), gradebook_(gradebook), options_(options) {}

  ClassResult grade(const std::vector<Submission>& submissions) {
    for (const Submission& submission : submissions) take_in(submission);
    std::vector<Job> jobs;
    for (const Exercise& exercise : workbook_.exercises()) add_jobs(exercise, jobs);
    work_off(jobs);
    result_.judged = jobs.size();
    for (const Submission& submission : submissions) {
      result_.records.push_back(record_of(submission.student));
    }
    return std::move(result_);
  }

 private:
  void take_in(const Submission& submission) {
    try {
      answers_[submission.student] = read_answers(workbook_, submission);
    } catch (const CannotTell& error) {
      result_.complaints.push_back(error.what());
      complaints_[submission.student] = error.what();
    }
    for (const auto& [id, answer] : answers_[submission.student]) {
      if (!answer.problem.empty()) continue;
      desks_[id].judgements.try_emplace(answer.text);
      desks_[id].students[answer.text].push_back(submission.student);
    }
  }

  // What can be told without the compiler is told here.
  void add_jobs(const Exercise& exercise, std::vector<Job>& jobs) {
    const auto found = desks_.find(exercise.id);
    if (found == desks_.end()) return;
    Desk& desk = found->second;
    std::vector<Job> own;
    for (auto& [text, judgement] : desk.judgements) {
      judgement = judge_unbuilt(workbook_, exercise, text);
      if (judgement.verdict != Verdict::kUnknown) continue;
      if (!desk.judge) {
        desk.judge = std::make_unique<ExerciseJudge>(workbook_, exercise, options_.isolation);
      }
      const auto known = gradebook_.remembered(exercise, text, desk.judge->tools());
      if (known) {
        judgement = *known;
        ++result_.remembered;
      } else {
        own.push_back({desk.judge.get(), exercise, text, &judgement});
      }
    }
    if (own.empty()) return;
    desk.judge->try_solution(workbook_, gradebook_.work() / "solution");
    jobs.insert(jobs.end(), own.begin(), own.end());
  }

  void work_off(const std::vector<Job>& jobs) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::size_t done = 0;
    std::exception_ptr error;
    const auto work = [&](unsigned slot) {
      const fs::path folder = gradebook_.work() / fmt::format("slot{}", slot);
      for (std::size_t i; (i = next++) < jobs.size();) {
        try {
          work_one(jobs[i], folder);
        } catch (...) {
          const std::lock_guard lock(mutex);
          error = std::current_exception();
          next = jobs.size();
        }
        const std::lock_guard lock(mutex);
        if (options_.on_progress) options_.on_progress(++done, jobs.size());
      }
    };
    {
      std::vector<std::jthread> workers;
      for (unsigned slot = 0; slot < options_.slots; ++slot) workers.emplace_back(work, slot);
    }
    if (error) std::rethrow_exception(error);
  }

  void work_one(const Job& job, const fs::path& folder) const {
    *job.judgement = job.judge->judge(job.answer, folder);
    // What could not be told is tried again next time.
    if (job.judgement->verdict == Verdict::kUnknown) return;
    gradebook_.remember(job.exercise, job.answer, job.judge->tools(), *job.judgement);
  }

  Judgement judgement_of(const std::string& student, const Exercise& exercise) {
    const auto complaint = complaints_.find(student);
    if (complaint != complaints_.end()) {
      Judgement judgement;
      judgement.reason = "The submission cannot be read.";
      return judgement;
    }
    const Answers& answers = answers_[student];
    const auto answer = answers.find(exercise.id);
    if (answer == answers.end()) return missing();
    if (!answer->second.problem.empty()) return unreadable(answer->second.problem);
    const Desk& desk = desks_[exercise.id];
    Judgement judgement = desk.judgements.at(answer->second.text);
    flag_same(judgement, desk.students.at(answer->second.text), student);
    return judgement;
  }

  // What was given out is the same for all.
  static void flag_same(Judgement& judgement, const std::vector<std::string>& students,
                        const std::string& student) {
    if (students.size() < 2 || judgement.verdict == Verdict::kNotWritten) return;
    std::string others;
    for (const std::string& other : students) {
      if (other != student) others += (others.empty() ? "" : ", ") + other;
    }
    judgement.flags.push_back("the same file as that of: " + others);
  }

  std::string answer_mark(const std::string& student, const Exercise& exercise) {
    const Answers& answers = answers_[student];
    const auto answer = answers.find(exercise.id);
    if (answer == answers.end()) return "";
    return fmt::format("{:016x}", hash_of(answer->second.text));
  }

  Record record_of(const std::string& student) {
    Record record;
    record.student = student;
    for (const Exercise& exercise : workbook_.exercises()) {
      Judgement judgement = judgement_of(student, exercise);
      const double points = points_for(workbook_, exercise, judgement);
      record.exercises.push_back({exercise.id, exercise.name, exercise.title, points,
                                  exercise.points, answer_mark(student, exercise),
                                  std::move(judgement)});
    }
    return record;
  }

  const Workbook& workbook_;
  const Gradebook& gradebook_;
  const ClassOptions& options_;
  std::map<std::string, Answers> answers_;         // By student.
  std::map<std::string, std::string> complaints_;  // By student.
  std::map<std::string, Desk> desks_;              // By exercise.
  ClassResult result_;
};

}  // namespace

ClassResult grade_class(const Workbook& workbook, const std::vector<Submission>& submissions,
                        const Gradebook& gradebook, const ClassOptions& options) {
  return Room(workbook, gradebook, options).grade(submissions);
}

}  // namespace workbook
